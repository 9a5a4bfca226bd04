"""Settings, addresses and navigation: above all rooms."""
