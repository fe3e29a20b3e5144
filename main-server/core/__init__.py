"""What every app needs: problems, pagination, photos, health, ids, logging; knows no domain."""
