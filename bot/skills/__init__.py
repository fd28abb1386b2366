"""What Rasa asks us to do: one small function an action, served over Rasa's action protocol."""
