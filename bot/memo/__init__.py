"""The memo (høringsnotat): from responses, remarks and recommendations to a document.

Pure, but for ``worker``, which makes the files in a process of its own.
"""
