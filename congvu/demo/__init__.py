"""The demonstration province: real units, procedures and calendar; invented people and dossiers. Development only."""
