"""Countries and the sample organisation."""
