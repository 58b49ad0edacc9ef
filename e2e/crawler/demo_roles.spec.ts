import { required } from "../support/playwright_options.ts";
import { crawlDatabase } from "./database.ts";
import { DEMO_PEOPLE } from "./people.ts";

crawlDatabase("with demo data", required("CRAWLER_DEMO_ROLES_URL", "npm run test:crawler"), DEMO_PEOPLE);
