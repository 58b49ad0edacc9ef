from odoo import api, models

from .ours import is_ours, is_system

#: In the context it says that our own sender renders, which has checked what it renders for whom. No client can send it.
OWN_SENDER = object()


def is_trusted(env):
    """Whether the system or our own sender renders, and not Odoo on behalf of a user."""
    return is_system(env) or env.context.get("support_sender") is OWN_SENDER


class MailRenderMixin(models.AbstractModel):
    """Templates show records of ours to users who may read them.

    Odoo leaves that to the fields that a template names. Ours say what a customer may see, and are computed as the system.
    """

    _inherit = "mail.render.mixin"

    def _render_template_qweb(self, template_src, model, res_ids, *args, **kwargs):
        self._check_may_render(model, res_ids)
        return super()._render_template_qweb(template_src, model, res_ids, *args, **kwargs)

    def _render_template_qweb_view(self, view_ref, model, res_ids, *args, **kwargs):
        self._check_may_render(model, res_ids)
        return super()._render_template_qweb_view(view_ref, model, res_ids, *args, **kwargs)

    def _render_template_inline_template(self, template_txt, model, res_ids, *args, **kwargs):
        self._check_may_render(model, res_ids)
        return super()._render_template_inline_template(template_txt, model, res_ids, *args, **kwargs)

    def _render_lang(self, res_ids, *args, **kwargs):
        self._check_may_render(self.render_model, res_ids)
        languages = super()._render_lang(res_ids, *args, **kwargs)
        if self.render_model == "support.appointment":
            # Those of administrators' templates may come from anywhere.
            known = {"", *(code for code, _name in self.env["res.lang"].get_installed())}
            visits = self.env["support.appointment"].sudo()
            for res_id, lang in languages.items():
                if (lang or "") not in known:
                    languages[res_id] = visits.browse(res_id).customer_lang
        return languages

    @api.model
    def _check_may_render(self, model, res_ids):
        """Refuse to render records of ours that the user may not read.

        :raise AccessError: the user may not read one of the records
        """
        env = self.env
        if not is_ours(env, model) or is_trusted(env):
            return
        env[model].sudo(False).browse(res_id for res_id in res_ids if res_id).check_access("read")
