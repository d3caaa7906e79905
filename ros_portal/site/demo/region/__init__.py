"""The fictitious part of the example region: people, input, meetings, drafts. All of it is made up."""
