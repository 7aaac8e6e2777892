//! Whole texts, as they are pasted.

mod chat;
mod corpus;
mod properties;
