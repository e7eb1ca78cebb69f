"""What can be found out about a media file by looking and listening: shots, waveforms, spectrograms."""
