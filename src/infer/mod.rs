//! Tests and models.
