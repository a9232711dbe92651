"""How the embedded model is made: `prepare`, `train`, `export`, in this order. `docs/starter.md` tells it whole."""
