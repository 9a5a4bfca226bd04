"""The workbook of a whole school: tables and sheets as data, one way to read and one to write them."""
