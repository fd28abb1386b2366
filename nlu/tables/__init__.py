"""Tables that an editor keeps in a spreadsheet: questions and answers, people and departments, holidays."""
