"""The peers: what feedsvc is measured against in the same run."""
