-- Needs the extension's files on the server; creating it takes a superuser, unless one has created it already.
CREATE EXTENSION IF NOT EXISTS vector;

-- One row a photo and template version. seq is assigned under the enrolment lock, so its order is commit order.
CREATE TABLE print (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dog_id uuid NOT NULL,
    photo_id uuid NOT NULL,
    photo_sha256 text NOT NULL CHECK (photo_sha256 ~ '^[0-9a-f]{64}$'),
    version text NOT NULL,
    template bytea NOT NULL,
    vector halfvec(256) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (photo_id, version)
);
-- Descriptors do not compress: do not try on each insert. The vector stays in the row, which a scan reads.
ALTER TABLE print ALTER COLUMN template SET STORAGE EXTERNAL;
ALTER TABLE print ALTER COLUMN vector SET STORAGE PLAIN;
CREATE INDEX print_dog ON print (dog_id);

-- The verdict of each enrolment job: a rerun returns it.
CREATE TABLE enrolment (
    job_id uuid PRIMARY KEY,
    dog_id uuid NOT NULL,
    verdict jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX enrolment_dog ON enrolment (dog_id);
CREATE INDEX enrolment_taken_for ON enrolment ((verdict->>'dog_id'));

-- Dogs that were deleted: an enrolment that comes late revives none of them.
CREATE TABLE tombstone (
    dog_id uuid PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now()
);
