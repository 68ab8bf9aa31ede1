"""Charts of open work for leaders and the Office; how they are drawn is in tracker/charts."""
