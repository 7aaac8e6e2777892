# The program's card
program-card-title = <b>{ $name }</b> · Admitad { $number }
program-card-pays = Pays in { $currency }. Earnings, conversion, approval and times are averages over all publishers.
program-rules-title = <b>What { $name } does not allow</b>
program-rules-indicators = <b>When the advertiser looks closer</b>
program-button-figures = 📈 Program figures
program-button-rules = 📜 Rules
