-- A copy of a database tells no customer anything.
UPDATE support_notification
   SET state = 'suppressed', suppressed_reason = 'neutralized', due_at = NULL
 WHERE state IN ('planned', 'sending');
-- Its mail is not handed to a companion, as Odoo can't switch off a companion's mail servers.
UPDATE res_company
   SET support_mail_channel = 'odoo';
-- No companion and no website that has a key of the original works on the copy.
UPDATE support_api_key
   SET revoked_at = now() AT TIME ZONE 'UTC'
 WHERE revoked_at IS NULL;
DELETE FROM res_users_apikeys
 WHERE user_id IN (
        SELECT membership.uid
          FROM res_groups_users_rel membership
          JOIN ir_model_data data ON data.res_id = membership.gid AND data.model = 'res.groups'
         WHERE data.module = 'support_center' AND data.name = 'group_support_api'
       );
