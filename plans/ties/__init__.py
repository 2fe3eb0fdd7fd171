"""What actions are tied to: standards, themes, measures, money, evidence, and the actions they wait for."""
