"""The public start page: school, branches, contacts and the regulation of the service."""
