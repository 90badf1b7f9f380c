"""The deep report of one model: a dossier in, the files of its folder out."""
