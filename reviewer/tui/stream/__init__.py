"""The message stream: one virtualised view that lays out only what is on screen, however long the transcript."""
