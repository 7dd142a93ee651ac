//! Keys of AI services.

use super::Shape;

#[rustfmt::skip]
pub(super) const SHAPES: &[Shape] = &[
    Shape::new("openai-api-key", "OpenAI API key", &["sk-"], r"sk-(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{58,220}|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|sk-[A-Za-z0-9]{48}", 3.0),
    Shape::new("anthropic-api-key", "Anthropic API key", &["sk-ant-"], r"sk-ant-(?:api|oat|ort|sid)\d{2}-[A-Za-z0-9_-]{80,120}", 3.0),
    Shape::new("anthropic-admin-api-key", "Anthropic admin API key", &["sk-ant-admin"], r"sk-ant-admin\d{2}-[A-Za-z0-9_-]{80,120}", 3.0),
    Shape::new("openrouter-api-key", "OpenRouter API key", &["sk-or-"], r"sk-or-(?:v\d-)?[a-f0-9]{48,80}", 3.0),
    Shape::new("deepseek-api-key", "DeepSeek API key", &["sk-"], r"sk-[a-f0-9]{32}", 3.0),
    Shape::new("perplexity-api-key", "Perplexity API key", &["pplx-"], r"pplx-[A-Za-z0-9]{40,64}", 3.5),
    Shape::new("groq-api-key", "Groq API key", &["gsk_"], r"gsk_[A-Za-z0-9]{40,64}", 3.5),
    Shape::new("xai-api-key", "xAI API key", &["xai-"], r"xai-[A-Za-z0-9]{60,100}", 3.5),
    Shape::new("replicate-api-token", "Replicate API token", &["r8_"], r"r8_[A-Za-z0-9]{35,42}", 3.0),
    Shape::new("tavily-api-key", "Tavily API key", &["tvly-"], r"tvly-(?:dev-|prod-)?[A-Za-z0-9_-]{24,64}", 3.0),
    Shape::new("apify-api-token", "Apify API token", &["apify_api_"], r"apify_api_[A-Za-z0-9]{30,50}", 3.0),
    Shape::new("firecrawl-api-key", "Firecrawl API key", &["fc-"], r"fc-[a-f0-9]{32}", 3.0),
    Shape::new("jina-api-key", "Jina API key", &["jina_"], r"jina_[A-Za-z0-9_-]{40,80}", 3.0),
    Shape::new("pinecone-api-key", "Pinecone API key", &["pcsk_"], r"pcsk_[A-Za-z0-9_]{40,90}", 3.0),
    Shape::new("huggingface-access-token", "Hugging Face access token", &["hf_"], r"hf_[A-Za-z0-9]{34,40}", 2.0),
    Shape::new("huggingface-organization-api-token", "Hugging Face organization token", &["api_org_"], r"api_org_[A-Za-z0-9]{34}", 2.0),
    Shape::new("elevenlabs-api-key", "ElevenLabs API key", &["sk_"], r"sk_[a-f0-9]{48}", 3.0),
    Shape::new("nvidia-api-key", "NVIDIA API key", &["nvapi-"], r"nvapi-[A-Za-z0-9_-]{50,80}", 3.0),
    Shape::new("together-api-key", "Together AI API key", &["tgp_v1_"], r"tgp_v1_[A-Za-z0-9_-]{36,64}", 3.0),
    Shape::new("fireworks-api-key", "Fireworks AI API key", &["fw_"], r"fw_[A-Za-z0-9]{22,40}", 3.5),
    Shape::new("cerebras-api-key", "Cerebras API key", &["csk-"], r"csk-[a-z0-9]{40,60}", 3.0),
    Shape::new("langsmith-api-key", "LangSmith API key", &["lsv2_"], r"lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}", 3.0),
    Shape::new("langfuse-secret-key", "Langfuse secret key", &["sk-lf-"], r"sk-lf-[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}", 3.0),
    Shape::new("context7-api-key", "Context7 API key", &["ctx7sk"], r"ctx7sk-[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}", 3.0),
    Shape::new("wandb-api-key", "Weights & Biases API key", &["wandb_v1_"], r"wandb_v1_[A-Za-z0-9_]{40,100}", 3.0),
];
