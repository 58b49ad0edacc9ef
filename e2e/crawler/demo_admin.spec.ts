import { required } from "../support/playwright_options.ts";
import { crawlDatabase } from "./database.ts";
import { ADMIN } from "./people.ts";

crawlDatabase("with demo data", required("CRAWLER_DEMO_ADMIN_URL", "npm run test:crawler"), {
    there: [ADMIN],
    made: [],
});
