"""Lists of tasks that leave the screen: a print, a plain sheet, a table for other programs.

All are the whole list that the screen shows a page of, under the same filter, and hold what the person may see.
"""
