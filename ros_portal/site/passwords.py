"""What a password must be, said in the portal's own words."""

from django.contrib.auth.password_validation import MinimumLengthValidator, UserAttributeSimilarityValidator


class LongEnough(MinimumLengthValidator):
    """Length is what makes a password strong (NIST SP 800-63B)."""

    def get_error_message(self) -> str:
        return f"Dit wachtwoord is te kort. Gebruik ten minste {self.min_length} tekens."


class UnlikeTheirData(UserAttributeSimilarityValidator):
    """A name or an address is the first thing that somebody else would try."""

    def get_error_message(self) -> str:
        return "Dit wachtwoord lijkt te veel op uw naam of uw e-mailadres. Kies een ander wachtwoord."
