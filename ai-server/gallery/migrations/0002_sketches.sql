-- What the dogs to verify are chosen by. Prints of earlier versions have none, and are not searched any more.
ALTER TABLE print ADD COLUMN sketch bytea NOT NULL DEFAULT '';
ALTER TABLE print ALTER COLUMN sketch DROP DEFAULT;
ALTER TABLE print ALTER COLUMN sketch SET STORAGE EXTERNAL;
