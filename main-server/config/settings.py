"""Django's settings, made from the environment (config.environment) and from defaults that are stated here."""

from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict

from config.environment import read_environment
from config.storage import storages
from jobs.kinds import kinds_with

ENVIRONMENT = read_environment()
BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False  # its pages would take the place of our problems; MAIN_DEBUG makes the log say more
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
PUBLIC_URL = ENVIRONMENT.public_url.rstrip("/")
INTERNAL_TOKEN = ENVIRONMENT.internal_token
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "drf_spectacular",
    "core",
    "accounts",
    "jobs",
    "dogs",
    "lookups",
    "emojis",
    "faces",
    # The pages of staff (accounts.staff). Ours come first: their templates replace some of the admin's.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.sessions",
    "django.contrib.messages",
]
MIDDLEWARE = [
    "core.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    # For the pages of staff; the API knows no cookie of theirs, and its views are exempt.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

_public = urlsplit(PUBLIC_URL)
STAFF_PATH = "/staff/"
STATIC_URL = f"{STAFF_PATH}static/"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "savepets_staff", "savepets_staff_csrf"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = STAFF_PATH
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _public.scheme == "https"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = ENVIRONMENT.staff_session_hours * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]  # TLS may end before us
CSRF_FAILURE_VIEW = "core.exceptions.csrf_failure"
LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "admin:index", "admin:login"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

_database = conninfo_to_dict(ENVIRONMENT.database_url)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.pop("dbname", ""),
        "USER": _database.pop("user", ""),
        "PASSWORD": _database.pop("password", ""),
        "HOST": _database.pop("host", ""),
        "PORT": _database.pop("port", ""),
        # One connection a thread, checked at each request. A pool would bound them, but after a restart of the database
        # psycopg_pool 3.3 meets its dead connections one by one, with a backoff, and answers nothing for 5 s.
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **_database,
            "connect_timeout": 5,
            # A host that is gone without a word is noticed within 20 s.
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 2,
            "tcp_user_timeout": 20_000,
            "options": f"-c statement_timeout={ENVIRONMENT.statement_timeout_s * 1000} -c lock_timeout=10000",
        },
    }
}
# One for all processes, so that what is dropped from it is gone everywhere; its table comes with faces' migrations.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "savepets_cache"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["accounts.hashers.BoundedBCryptSHA256PasswordHasher"]
PASSWORD_HASHES = ENVIRONMENT.password_hashes
PASSWORD_PATIENCE_S = ENVIRONMENT.password_patience_s
SIMPLE_JWT = {
    "ALGORITHM": "HS256",
    "SIGNING_KEY": ENVIRONMENT.jwt_key,
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=10),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=30),
    "CHECK_REVOKE_TOKEN": True,  # tokens carry a digest of the password's hash: a new password ends them
}

RATES = ENVIRONMENT.rates
TRUSTED_PROXIES = [ip_network(text) for text in ENVIRONMENT.trusted_proxies]
TERMS_VERSION = ENVIRONMENT.terms_version
VERIFY_HOURS, RESET_HOURS = ENVIRONMENT.verify_hours, ENVIRONMENT.reset_hours
REMINDERS, REMINDER_DAYS = ENVIRONMENT.reminders, ENVIRONMENT.reminder_days
REFRESH_GRACE_S = ENVIRONMENT.refresh_grace_s

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["core.throttling.RateThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "core.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "core.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "core.exceptions.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "SavePets",
    "DESCRIPTION": "Register a dog by five photos of its nose; find its owner again with one.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "core.schema.add_quality",
        "core.schema.add_problems",
    ],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # Clients use these names.
    "ENUM_NAME_OVERRIDES": {
        "Language": "accounts.models.Language",
        "PhotoReason": "core.quality.PHOTO_REASONS",
        "NosePhotoReason": "core.quality.NOSE_PHOTO_REASONS",
        "TaskErrorCode": "core.problems.TASK_ERROR_CODE",
        "TaskState": "jobs.serializers.STATES",
        "BreedCode": "dogs.serializers.BREED_CHOICES",
        "DogState": "dogs.models.Dog.State",
        "DogRejection": "dogs.models.Dog.Rejection",
        "Sex": "dogs.models.Sex",
        "RegistrationOutcome": "dogs.services.OUTCOMES",
        "Band": "lookups.serializers.BANDS",
        "LookupState": "lookups.models.Lookup.State",
        "LookupOutcome": "lookups.models.Lookup.Outcome",
        "EmojiState": "emojis.models.Emoji.State",
        "EmojiReportReason": "emojis.models.Report.Reason",
        "Expression": "emojis.expressions.EXPRESSIONS",
        "CoverOutcome": "faces.models.Cover.Outcome",
        "CutoutOutcome": "emojis.cutout.OUTCOMES",
        "CutoutReason": "emojis.cutout.REASONS",
    },
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ko", "한국어")]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

METRICS_LISTEN = ENVIRONMENT.metrics_listen
OTEL_ENDPOINT = ENVIRONMENT.otel_endpoint

STORAGES = storages(ENVIRONMENT)
PHOTO_LINKS = bool(ENVIRONMENT.s3_bucket)  # the storage signs addresses from which the AI server takes photos
MEDIA_ROOT = ENVIRONMENT.media_root
PHOTO_BYTES = ENVIRONMENT.photo_bytes
PHOTO_MEGAPIXELS = ENVIRONMENT.photo_megapixels
PHOTO_LONG_SIDE = ENVIRONMENT.photo_long_side
EMOJI_LONG_SIDE = ENVIRONMENT.emoji_long_side
PHOTO_DECODERS = ENVIRONMENT.photo_decoders
PHOTO_DECODER_BYTES = ENVIRONMENT.photo_decoder_bytes
PHOTO_SECONDS = ENVIRONMENT.photo_seconds
PHOTO_PATIENCE_S = ENVIRONMENT.photo_patience_s
INTERACTIVE_WAIT_S = ENVIRONMENT.interactive_wait_s
LOOKUP_DAYS = ENVIRONMENT.lookup_days
CONTACT_HOURS = ENVIRONMENT.contact_hours
CONTACTS_PER_FINDER = ENVIRONMENT.contacts_per_finder
CONTACTS_PER_OWNER = ENVIRONMENT.contacts_per_owner
CONTACT_DAYS = ENVIRONMENT.contact_days
REJECTED_PHOTO_HOURS = ENVIRONMENT.rejected_photo_hours
FACE_PHOTO_HOURS = ENVIRONMENT.face_photo_hours
EMOJI_DELETED_HOURS = ENVIRONMENT.emoji_deleted_hours

_mail = urlsplit(ENVIRONMENT.email_url)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or {"smtps": 465, "smtp+starttls": 587}.get(_mail.scheme, 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+starttls"
EMAIL_TIMEOUT = ENVIRONMENT.mail_timeout_s
DEFAULT_FROM_EMAIL = ENVIRONMENT.email_from
MAIL_TEMPLATES = BASE_DIR / "core" / "mails"
MAIL_HOURS = ENVIRONMENT.mail_hours
MAIL_ATTEMPTS = ENVIRONMENT.mail_attempts

BROKER_URL = ENVIRONMENT.broker_url
JOB_KINDS = kinds_with(ENVIRONMENT.job_kinds)
JOB_SWEEP_INTERVAL_S = ENVIRONMENT.sweep_interval_s
JOB_DAYS = ENVIRONMENT.job_days
JOB_RESULT_PATIENCE_S = ENVIRONMENT.result_patience_s
JOB_PICTURE_BYTES = ENVIRONMENT.job_picture_bytes
LONG_POLL_S = ENVIRONMENT.long_poll_s
LONG_POLL_WAITERS = ENVIRONMENT.long_poll_waiters

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "core.logging.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "DEBUG" if ENVIRONMENT.debug else ENVIRONMENT.log_level},
    "loggers": {
        # core.middleware writes one line a request, without the query and without addresses.
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "ERROR"},
        "pika": {"level": "WARNING"},
        # What they say of each report we say ourselves, once.
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        # At DEBUG they write signatures down.
        "botocore": {"level": "WARNING"},
        "boto3": {"level": "WARNING"},
        "urllib3": {"level": "WARNING"},
    },
}
