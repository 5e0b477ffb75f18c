"""What must hold of the whole house: every door is declared, and shows exactly what its reader may see.

A room joins by a module in `subjects/`: it makes rows in the generated province and names its reading doors.
"""
