"""The story behind the sample exports: people, calls and messages from 2026-03-01 to 2026-05-31. All of it is invented."""
