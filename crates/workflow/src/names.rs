//! What people call node types, credential types and apps.

/// Spellings that splitting camel case does not find, by the lower-case key.
const SPELLINGS: &[(&str, &str)] = &[
    ("activecampaign", "ActiveCampaign"),
    ("ai", "AI"),
    ("aitransform", "AI Transform"),
    ("amqp", "AMQP"),
    ("api", "API"),
    ("aws", "AWS"),
    ("awss3", "AWS S3"),
    ("awsses", "AWS SES"),
    ("awssns", "AWS SNS"),
    ("awssqs", "AWS SQS"),
    ("baserow", "Baserow"),
    ("bigquery", "BigQuery"),
    ("chatgpt", "ChatGPT"),
    ("clickup", "ClickUp"),
    ("coingecko", "CoinGecko"),
    ("convertkit", "ConvertKit"),
    ("cratedb", "CrateDB"),
    ("csv", "CSV"),
    ("db", "DB"),
    ("deepl", "DeepL"),
    ("deepseek", "DeepSeek"),
    ("dynamodb", "DynamoDB"),
    ("elevenlabs", "ElevenLabs"),
    ("facebookgraph", "Facebook Graph"),
    ("filemaker", "FileMaker"),
    ("ftp", "FTP"),
    ("getresponse", "GetResponse"),
    ("github", "GitHub"),
    ("gitlab", "GitLab"),
    ("gotowebinar", "GoTo Webinar"),
    ("gpt", "GPT"),
    ("graphql", "GraphQL"),
    ("helpscout", "Help Scout"),
    ("html", "HTML"),
    ("http", "HTTP"),
    ("httprequest", "HTTP Request"),
    ("hubspot", "HubSpot"),
    ("huggingface", "Hugging Face"),
    ("imap", "IMAP"),
    ("jwt", "JWT"),
    ("langchain", "LangChain"),
    ("ldap", "LDAP"),
    ("linkedin", "LinkedIn"),
    ("llm", "LLM"),
    ("magento2", "Magento 2"),
    ("mailchimp", "Mailchimp"),
    ("mariadb", "MariaDB"),
    ("mcp", "MCP"),
    ("mongodb", "MongoDB"),
    ("mqtt", "MQTT"),
    ("msteams", "Microsoft Teams"),
    ("mysql", "MySQL"),
    ("n8n", "n8n"),
    ("nextcloud", "Nextcloud"),
    ("nocodb", "NocoDB"),
    ("oauth1", "OAuth1"),
    ("oauth2", "OAuth2"),
    ("onedrive", "OneDrive"),
    ("openai", "OpenAI"),
    ("openrouter", "OpenRouter"),
    ("pagerduty", "PagerDuty"),
    ("palm", "PaLM"),
    ("paypal", "PayPal"),
    ("pdf", "PDF"),
    ("pgvector", "PGVector"),
    ("phantombuster", "PhantomBuster"),
    ("philipshue", "Philips Hue"),
    ("posthog", "PostHog"),
    ("postgres", "Postgres"),
    ("postgresql", "PostgreSQL"),
    ("pushbullet", "Pushbullet"),
    ("quickbooks", "QuickBooks"),
    ("questdb", "QuestDB"),
    ("rabbitmq", "RabbitMQ"),
    ("rss", "RSS"),
    ("s3", "S3"),
    ("saas", "SaaS"),
    ("salesforce", "Salesforce"),
    ("searxng", "SearXNG"),
    ("sendgrid", "SendGrid"),
    ("serpapi", "SerpAPI"),
    ("serp", "SerpAPI"),
    ("servicenow", "ServiceNow"),
    ("sftp", "SFTP"),
    ("sharepoint", "SharePoint"),
    ("smtp", "SMTP"),
    ("sms77", "sms77"),
    ("sql", "SQL"),
    ("sqlite", "SQLite"),
    ("sse", "SSE"),
    ("ssh", "SSH"),
    ("surveymonkey", "SurveyMonkey"),
    ("thehive", "TheHive"),
    ("timescaledb", "TimescaleDB"),
    ("todoist", "Todoist"),
    ("totp", "TOTP"),
    ("twitter", "X (Twitter)"),
    ("url", "URL"),
    ("webflow", "Webflow"),
    ("whatsapp", "WhatsApp"),
    ("woocommerce", "WooCommerce"),
    ("wordpress", "WordPress"),
    ("xai", "xAI"),
    ("xml", "XML"),
    ("youtube", "YouTube"),
    ("zammad", "Zammad"),
    ("zoho", "Zoho"),
    ("googlepalm", "Google Gemini"),
    ("googlegemini", "Google Gemini"),
    ("mistralcloud", "Mistral Cloud"),
    ("sib", "Brevo"),
    ("sendinblue", "Brevo"),
    ("customerio", "Customer.io"),
    ("lonescale", "LoneScale"),
    ("mailerlite", "MailerLite"),
    ("mailjet", "Mailjet"),
    ("signl4", "SIGNL4"),
    ("urlscanio", "urlscan.io"),
    ("virustotal", "VirusTotal"),
    ("yourls", "YOURLS"),
    ("itemlists", "Item Lists"),
    ("ollama", "Ollama"),
    ("openweathermap", "OpenWeatherMap"),
    ("nasa", "NASA"),
    ("uproc", "uProc"),
    ("duckduckgo", "DuckDuckGo"),
    ("apitemplateio", "APITemplate.io"),
    ("firecrawl", "Firecrawl"),
    ("tavily", "Tavily"),
    ("id", "ID"),
    ("json", "JSON"),
    ("calcslive", "CalcsLive"),
    ("salesmate", "Salesmate"),
];

/// Node types whose own name says too little, by short type.
const TYPES: &[(&str, &str)] = &[
    ("agent", "AI Agent"),
    ("agentTool", "AI Agent Tool"),
    ("chainLlm", "Basic LLM Chain"),
    ("chainRetrievalQa", "Question and Answer Chain"),
    ("chainSummarization", "Summarization Chain"),
    ("chatTrigger", "Chat Trigger"),
    ("cron", "Cron Trigger"),
    ("code", "Code"),
    ("documentDefaultDataLoader", "Default Data Loader"),
    ("documentBinaryInputLoader", "Binary Input Loader"),
    ("documentGithubLoader", "GitHub Document Loader"),
    ("documentJsonInputLoader", "JSON Input Loader"),
    ("emailReadImap", "Email Trigger (IMAP)"),
    ("emailSend", "Send Email"),
    ("errorTrigger", "Error Trigger"),
    ("evaluationTrigger", "Evaluation Trigger"),
    ("executeCommand", "Execute Command"),
    ("executeWorkflow", "Run Sub-workflow"),
    ("executeWorkflowTrigger", "Sub-workflow Trigger"),
    ("form", "Form"),
    ("formTrigger", "Form Trigger"),
    ("function", "Function"),
    ("functionItem", "Function Item"),
    ("html", "HTML"),
    ("if", "If"),
    ("informationExtractor", "Information Extractor"),
    ("interval", "Interval Trigger"),
    ("manualChatTrigger", "Chat Trigger"),
    ("manualTrigger", "Manual Trigger"),
    ("mcpClientTool", "MCP Client Tool"),
    ("mcpTrigger", "MCP Server Trigger"),
    ("memoryBufferWindow", "Simple Memory"),
    ("memoryManager", "Chat Memory Manager"),
    ("modelSelector", "Model Selector"),
    ("moveBinaryData", "Move Binary Data"),
    ("noOp", "No Operation"),
    ("outputParserAutofixing", "Auto-fixing Output Parser"),
    ("outputParserItemList", "Item List Output Parser"),
    ("outputParserStructured", "Structured Output Parser"),
    ("readBinaryFile", "Read Binary File"),
    ("readPDF", "Read PDF"),
    ("readWriteFile", "Read/Write Files from Disk"),
    ("rerankerCohere", "Reranker Cohere"),
    ("respondToWebhook", "Respond to Webhook"),
    ("retrieverVectorStore", "Vector Store Retriever"),
    ("retrieverWorkflow", "Workflow Retriever"),
    ("retrieverMultiQuery", "MultiQuery Retriever"),
    ("rssFeedRead", "RSS Read"),
    ("rssFeedReadTrigger", "RSS Feed Trigger"),
    ("scheduleTrigger", "Schedule Trigger"),
    ("set", "Edit Fields (Set)"),
    ("splitInBatches", "Loop Over Items"),
    ("splitOut", "Split Out"),
    ("start", "Start"),
    ("stickyNote", "Sticky Note"),
    ("stopAndError", "Stop and Error"),
    ("textClassifier", "Text Classifier"),
    (
        "textSplitterCharacterTextSplitter",
        "Character Text Splitter",
    ),
    (
        "textSplitterRecursiveCharacterTextSplitter",
        "Recursive Character Text Splitter",
    ),
    ("textSplitterTokenSplitter", "Token Splitter"),
    ("thinkTool", "Think Tool"),
    ("toolThink", "Think Tool"),
    ("toolCalculator", "Calculator"),
    ("toolCode", "Code Tool"),
    ("toolExecutor", "Tool Executor"),
    ("toolHttpRequest", "HTTP Request Tool"),
    ("toolVectorStore", "Vector Store Question Answer Tool"),
    ("toolWikipedia", "Wikipedia"),
    ("toolWorkflow", "Call Workflow Tool"),
    ("toolWolframAlpha", "Wolfram Alpha"),
    ("vectorStoreInMemory", "Simple Vector Store"),
    ("webhook", "Webhook"),
    ("lmChatAzureOpenAi", "Azure OpenAI Chat Model"),
    ("n8n", "n8n"),
    ("n8nTrigger", "n8n Trigger"),
    ("workflowTrigger", "Workflow Trigger"),
    ("toolSerpApi", "SerpAPI"),
    ("lmChatGoogleVertex", "Google Vertex Chat Model"),
    ("lmChatXAiGrok", "xAI Grok Chat Model"),
    ("lmChatAwsBedrock", "AWS Bedrock Chat Model"),
];

/// What a node type is called: `n8n-nodes-base.googleSheetsTrigger` is “Google Sheets Trigger”.
pub fn type_label(type_name: &str) -> String {
    let short = type_name.rsplit('.').next().unwrap_or_default();
    if let Some((_, label)) = TYPES.iter().find(|(key, _)| *key == short) {
        return (*label).to_owned();
    }
    for (prefix, suffix) in [
        ("lmChat", "Chat Model"),
        ("lm", "Model"),
        ("embeddings", "Embeddings"),
        ("vectorStore", "Vector Store"),
        ("memory", "Memory"),
        ("retriever", "Retriever"),
        ("reranker", "Reranker"),
    ] {
        if let Some(rest) = short
            .strip_prefix(prefix)
            .filter(|rest| rest.starts_with(|c: char| c.is_uppercase()))
        {
            return format!("{} {suffix}", spelled(rest));
        }
    }
    let label = spelled(short);
    if label.is_empty() {
        "Unknown node".to_owned()
    } else {
        label
    }
}

/// What a credential type is called: `googleSheetsOAuth2Api` is “Google Sheets OAuth2”.
pub fn credential_label(kind: &str) -> String {
    match kind {
        "httpBasicAuth" => return "HTTP Basic Auth".to_owned(),
        "httpHeaderAuth" => return "HTTP Header Auth".to_owned(),
        "httpQueryAuth" => return "HTTP Query Auth".to_owned(),
        "httpDigestAuth" => return "HTTP Digest Auth".to_owned(),
        "httpCustomAuth" => return "HTTP Custom Auth".to_owned(),
        "httpBearerAuth" => return "HTTP Bearer Auth".to_owned(),
        "oAuth2Api" => return "OAuth2".to_owned(),
        "oAuth1Api" => return "OAuth1".to_owned(),
        _ => {}
    }
    let stem = kind.strip_suffix("Api").unwrap_or(kind);
    for (suffix, word) in [("OAuth2", "OAuth2"), ("OAuth1", "OAuth1")] {
        if let Some(app) = stem.strip_suffix(suffix).filter(|app| !app.is_empty()) {
            return format!("{} {word}", spelled(app));
        }
    }
    let label = spelled(stem);
    match (
        label.is_empty(),
        kind.ends_with("Api") && !label.ends_with("API"),
    ) {
        (true, _) => "Unknown credential".to_owned(),
        (false, true) => format!("{label} API"),
        (false, false) => label,
    }
}

/// Camel case, snake case and kebab case as words: `googleSheets` is “Google Sheets”.
pub(crate) fn spelled(key: &str) -> String {
    let key = crate::text::shortened(&crate::text::plain(key), 60);
    if let Some(name) = spelling(&key) {
        return name.to_owned();
    }
    let words = words(&key);
    let mut out: Vec<String> = Vec::new();
    let mut index = 0;
    while index < words.len() {
        // Two words that are one name, such as “git” and “hub”.
        let pair = words
            .get(index + 1)
            .and_then(|next| spelling(&format!("{}{next}", words[index])));
        match pair.or_else(|| spelling(&words[index])) {
            Some(name) => out.push(name.to_owned()),
            None => out.push(capitalised(&words[index])),
        }
        index += if pair.is_some() { 2 } else { 1 };
    }
    out.join(" ")
}

fn spelling(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    SPELLINGS
        .iter()
        .find(|(key, _)| *key == lower)
        .map(|(_, name)| *name)
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// `readPDFFile` is read, PDF, File.
fn words(key: &str) -> Vec<String> {
    let letters: Vec<char> = key.chars().collect();
    let mut words = vec![String::new()];
    for (index, &c) in letters.iter().enumerate() {
        let before = index.checked_sub(1).map(|i| letters[i]);
        let after_lower = letters
            .get(index + 1)
            .is_some_and(|next| next.is_lowercase());
        let starts = c.is_uppercase()
            && before.is_some_and(|b| {
                b.is_lowercase() || b.is_ascii_digit() || (b.is_uppercase() && after_lower)
            });
        if !c.is_alphanumeric() || starts {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(c);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A key for URLs and filters: “Google Sheets” is `google-sheets`.
pub(crate) fn kebab(label: &str) -> String {
    let mut out = String::new();
    for c in label.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}
