"""The year's turn of a plan: what is open goes on in the next plan or ends with a reason, and nothing ends silently."""
