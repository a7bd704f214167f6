"""The science: parameters, people, rules, measures. Nothing here runs or writes anything."""
