"""One port to the registers of others: population, civil status, electronic birth notices.

Ask with `actions.look_up`, outside any transaction; read the evidence with `selectors`. What can be
asked is the table `questions.QUESTIONS`; who answers is a setting (`REGISTER_ADAPTERS`). A subject
is a plain code: this room knows nothing of dossiers.
"""
