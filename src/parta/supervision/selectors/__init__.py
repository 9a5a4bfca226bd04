"""Reading for supervision: facts for the checks, lists of remarks, the page of one."""
