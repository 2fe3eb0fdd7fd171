"""Plans for programs: the same queries, forms and acts as the plan's pages."""
