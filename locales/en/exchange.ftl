# Exchange rates: in the answer, on the command line, for the operator.
exchange-rate = exchange rate: { $source }, { $date }
exchange-source-network = affiliate network
exchange-source-central-bank = Central Bank of Türkiye
exchange-point-old = The exchange rate used is { $days ->
    [one] { $days } day
   *[other] { $days } days
} old ({ $source }, { $date }). The converted amounts may be off.
exchange-point-none = No exchange rate was found for { $currency }, so nothing was converted.
exchange-line = 1 { $of } = { $rate } { $into } ({ $source }, { $date })
exchange-line-none = { $currency }: no exchange rate
operator-fault-bank = is neither a web address (http or https) nor off.
operator-where-DEALINK_CENTRAL_BANK_URL = Leave it out to use the Central Bank of Türkiye; off asks the affiliate network alone.
