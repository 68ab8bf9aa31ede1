"""Which leader is in charge of which topics and units («phân công nhiệm vụ»), from when until when, and the terms."""
