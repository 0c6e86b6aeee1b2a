"""Access: who asks, and how he shows it."""
