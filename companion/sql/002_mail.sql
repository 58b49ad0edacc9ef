-- Mails that the mail server has taken and Odoo was not told of yet. Whoever finds a mail here must not send it again.
CREATE TABLE accepted_mail (
    message_id text PRIMARY KEY,
    notification_id integer NOT NULL,
    attempt integer NOT NULL,
    accepted_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX accepted_mail_accepted_at_idx ON accepted_mail (accepted_at);
