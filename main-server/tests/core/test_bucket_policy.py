"""`manage.py storage_setup`: a bucket that is encrypted, private and forgetful, and stays so."""

import io

import pytest
import s3 as servers
from django.core.management import CommandError, call_command

from core.storage.policy import PRIVATE, lifecycle_rules

FOREIGN = {"ID": "of-the-operator", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 3}}


def setup(*arguments):
    output = io.StringIO()
    call_command("storage_setup", *arguments, stdout=output)
    return dict(line.split(": ") for line in output.getvalue().splitlines())


def rules(bucket):
    return bucket.client.get_bucket_lifecycle_configuration(Bucket=bucket.bucket_name)["Rules"]


def test_it_is_set_up_once_and_stays_as_it_is(s3, bucket):
    with pytest.raises(CommandError, match="encryption, public access block, lifecycle"):
        setup("--check")
    assert set(setup().values()) == {"changed", "as it should be"}
    place = {"Bucket": bucket.bucket_name}
    encryption = bucket.client.get_bucket_encryption(**place)["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert encryption["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert bucket.client.get_public_access_block(**place)["PublicAccessBlockConfiguration"] == PRIVATE
    assert rules(bucket) == lifecycle_rules()
    before = len(s3.seen)
    assert set(setup().values()) == {"as it should be"} == set(setup("--check").values())
    puts = {line[1] for line in s3.seen[before:] if line[0] == "PUT"}
    assert puts == {f"/{bucket.bucket_name}/probe/readable-by-nobody"}
    assert not servers.names(bucket)


def test_what_has_its_end_goes_after_our_own_deletion_and_dogs_never_do(settings):
    days = {rule["Filter"]["Prefix"]: rule["Expiration"].get("Days") for rule in lifecycle_rules()}
    assert set(days) == {"", "lookups/", "originals/"} and days[""] is None
    assert days["lookups/"] > settings.CONTACT_DAYS + settings.CONTACT_HOURS / 24 + 7
    assert days["originals/"] > 2 + 7
    settings.CONTACT_DAYS = 90
    assert {rule["ID"]: rule for rule in lifecycle_rules()}["savepets-lookups"]["Expiration"]["Days"] > 97


def test_rules_of_others_stay_and_ours_follow_the_settings(bucket, settings):
    place = {"Bucket": bucket.bucket_name}
    stale = [FOREIGN, {**FOREIGN, "ID": "savepets-of-an-older-version"}]
    bucket.client.put_bucket_lifecycle_configuration(**place, LifecycleConfiguration={"Rules": stale})
    setup()
    assert rules(bucket) == [FOREIGN, *lifecycle_rules()]
    settings.LOOKUP_DAYS = 365
    assert setup()["lifecycle"] == "changed" and rules(bucket) == [FOREIGN, *lifecycle_rules()]


def test_a_key_of_the_kms_is_what_the_bucket_encrypts_with(bucket, settings):
    keyed = servers.again(settings, bucket, kms_key="key-of-the-test")
    assert setup()["encryption"] == "changed" and setup()["encryption"] == "as it should be"
    found = keyed.client.get_bucket_encryption(Bucket=bucket.bucket_name)["ServerSideEncryptionConfiguration"]
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "key-of-the-test"}
    assert found["Rules"][0] == {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}


def test_a_bucket_that_everybody_may_read_is_wrong(bucket):
    setup()
    everybody = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",'
        f' "Resource": "arn:aws:s3:::{bucket.bucket_name}/*"}}]}}'
    )
    bucket.client.put_bucket_policy(Bucket=bucket.bucket_name, Policy=everybody)
    with pytest.raises(CommandError, match="privacy"):
        setup()
    assert not servers.names(bucket)


def test_a_bucket_is_made_if_asked_for(s3, settings):
    servers.use(settings, s3.url, "made-by-the-command")
    with pytest.raises(CommandError, match="NoSuchBucket"):
        setup()
    assert setup("--create")["bucket"] == "made" and "bucket" not in setup("--create")


def test_a_server_that_lacks_something_is_said_to(tmp_path, settings):
    with servers.serving(tmp_path / "requests", "publicAccessBlock") as server:
        servers.new_bucket(settings, server.url)
        states = setup()
        assert states.pop("public access block") == "not offered by this server"
        assert states == {"encryption": "changed", "lifecycle": "changed", "privacy": "as it should be"}


def test_without_a_bucket_there_is_nothing_to_set_up():
    with pytest.raises(CommandError, match="MAIN_S3_BUCKET"):
        setup()


def test_a_server_that_is_away_is_one_line(settings):
    servers.use(settings, "http://127.0.0.1:1", "photos")
    with pytest.raises(CommandError, match="cannot be looked after: EndpointConnectionError"):
        setup()
