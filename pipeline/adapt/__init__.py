"""`audarma adapt`: a newsroom's archive into pairs, a model that learnt from them, and what it gained and lost."""
