"""Whether this machine is ready to rehearse: each part tried for real, with its remedy.

``examine`` runs the checks in order; each is a function of a module here that gives a frozen
``Check``. What a microphone gave is judged in ``microphone``. ``samples`` holds a
sentence in each language, for detector and recogniser where nobody speaks.
"""
