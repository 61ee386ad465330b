"""A faithful local VNPAY gateway for development and demonstrations; never in production."""
