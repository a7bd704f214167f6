"""The science: parameters, people, rules, measures. No module runs or writes anything."""
