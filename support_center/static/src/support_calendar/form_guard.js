// Generated from web_src/support_calendar/form_guard.ts: change it there.
async function saveAsSeen({ resId, data, config }, revision, save) {
  const seen = revision && resId ? data[revision] : void 0;
  if (typeof seen !== "number") {
    return save();
  }
  const { context } = config;
  config.context = { ...context, support_expected_revision: seen };
  try {
    return await save();
  } finally {
    config.context = context;
  }
}
export {
  saveAsSeen
};
