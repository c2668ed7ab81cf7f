"""Printed quantities, periods and places: what characters say, whatever the text is about."""
