"""Tags of the law's templates."""
