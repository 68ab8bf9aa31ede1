"""One box over everything: tasks, notices, directives, duties, indicators, units, people and topics."""
